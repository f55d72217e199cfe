"""Clusters: scikit-learn's own on the same rows, repeatable, and honest where there is little to cluster."""

from __future__ import annotations

import importlib.util
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from shuke.errors import UsageError
from shuke.learn import extra
from shuke.learn.clusters import Clustering, clusters


def blobs(count: int = 600, groups: int = 4, seed: int = 7) -> Any:
    draw = np.random.default_rng(seed)
    centres = draw.uniform(-10, 10, (groups, 3))
    return np.vstack([draw.normal(centre, 1.0, (count // groups, 3)) for centre in centres])


@pytest.mark.row("D19")
@pytest.mark.parametrize("seed", [0, 1, 20240131])
@pytest.mark.parametrize("k", [2, 4, 7])
def test_equal_to_scikit_learn(k: int, seed: int) -> None:
    from sklearn.cluster import KMeans

    rows = blobs()
    told = clusters(rows, k, seed)
    with threadpool_limits(limits=1):
        wanted = KMeans(n_clusters=k, n_init=10, random_state=seed).fit(rows)
    assert list(told.labels) == wanted.labels_.tolist()
    assert told.centres == tuple(tuple(Decimal(f"{x:.9f}") for x in centre) for centre in wanted.cluster_centers_)
    assert (told.k, told.asked, told.fewer) == (k, k, False)
    assert told.sizes == tuple(np.bincount(wanted.labels_).tolist())


def test_the_seed_decides_alone() -> None:
    rows = np.random.default_rng(3).uniform(0, 1, (2000, 4))
    assert clusters(rows, 5, 1) == clusters(rows, 5, 1)
    assert clusters(rows, 5, 1) != clusters(rows, 5, 2)


def test_the_number_of_threads_does_not_show() -> None:
    rows = np.random.default_rng(5).uniform(0, 1, (20_000, 4))
    told = []
    for threads in (1, 2):
        with threadpool_limits(limits=threads):
            told.append(clusters(rows, 6, 11))
    assert told[0] == told[1]


@pytest.mark.row("D19")
def test_k_is_chosen_by_the_silhouette_and_the_curve_is_told() -> None:
    rows = blobs(groups=4)
    told = clusters(rows, (2, 6), 0)
    assert told.k == 4
    assert sorted(told.silhouettes) == [2, 3, 4, 5, 6]
    from sklearn.metrics import silhouette_score

    assert told.silhouettes[4] == max(told.silhouettes.values())
    assert told.silhouettes[4] == Decimal(f"{silhouette_score(rows, np.array(told.labels)):.6f}")
    assert told.labels == clusters(rows, 4, 0).labels
    assert not told.fewer


def test_a_large_table_is_judged_by_a_drawn_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shuke.learn.clusters.MOST_FOR_SILHOUETTE", 200)
    rows = blobs(count=2000)
    told = clusters(rows, (3, 5), 9)
    assert told == clusters(rows, (3, 5), 9)
    assert told.k == 4
    truth = np.repeat(np.arange(4), 500)
    from sklearn.metrics import adjusted_rand_score

    assert adjusted_rand_score(truth, told.labels) > 0.95


def sizes_and_places(told: Clustering) -> tuple[int, list[int], bool]:
    return told.k, sorted(told.sizes), told.fewer


def test_fewer_different_rows_than_clusters() -> None:
    rows = np.array([[1.0, 2.0]] * 5 + [[3.0, 4.0]] * 2)
    assert sizes_and_places(clusters(rows, 4, 0)) == (2, [2, 5], True)
    assert sizes_and_places(clusters(rows, (2, 6), 0)) == (2, [2, 5], True)
    assert sizes_and_places(clusters(rows, (3, 6), 0)) == (2, [2, 5], True)


@pytest.mark.parametrize("k", [3, (2, 5)])
def test_one_row_and_equal_rows_are_one_cluster(k: int | tuple[int, int]) -> None:
    assert sizes_and_places(clusters(np.array([[1.0, 2.0]]), k, 0)) == (1, [1], True)
    assert sizes_and_places(clusters(np.zeros((9, 2)), k, 0)) == (1, [9], True)


def test_a_cluster_per_row_has_no_silhouette() -> None:
    told = clusters(np.array([[0.0], [1.0], [9.0]]), (2, 3), 0)
    assert told.k == 2
    assert told.silhouettes[3] == -1


def test_without_scikit_learn_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "find_spec", lambda name: None if name == "sklearn" else importlib.util.find_spec(name))
    with pytest.raises(UsageError) as caught:
        clusters(np.zeros((3, 1)), 2, 0)
    for lang in ("en", "zh"):
        assert 'pip install "shuke[kmeans]"' in caught.value.render(lang)

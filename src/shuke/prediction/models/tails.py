"""The tail integral of Pareto/NBD, scaled so that nothing overflows, with its derivatives.

The integral of (alpha+v)^-(r+x) (beta+v)^-(s+1) over v from u on is (alpha+u)^-(r+x) (beta+u)^-s times

    alpha >= beta:  g =           F(1, r+x; n+1; (alpha-beta)/(alpha+u)) / n,         n = r+s+x
    alpha <  beta:  g = (alpha+u)/(beta+u) * F(1, s+1; n+1; (beta-alpha)/(beta+u)) / n

with F the hypergeometric function, by Euler's transformation of the usual form. Its argument is never below 0 and its
first parameter is 1, so it is Gauss's continued fraction, which converges for every argument below 1 and whose
derivatives are carried along from step to step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats, Ints

# A convergent's error shrinks by a known factor a step; this many powers of e are enough for every digit.
DIGITS = 37.0
MOST_STEPS = 20_000
# Where one of alpha + u and beta + u is so small beside the other, the fraction would need too many steps.
HARD, STEP = 2e-3, 0.25


def tails(
    x: Floats, u: Floats, r: float, alpha: float, s: float, beta: float
) -> tuple[Floats, tuple[Floats, Floats, Floats, Floats]]:
    """Return g for each pair of x and u, and its derivatives by r, alpha, s and beta."""
    import numpy as np

    small, large = min(alpha, beta) + u, max(alpha, beta) + u
    hard = small < HARD * large
    if not hard.any():
        return _by_fraction(x, u, r, alpha, s, beta)
    parts = [np.empty_like(u) for _ in range(5)]
    for rows, reckon in ((~hard, _by_fraction), (hard, _by_sum)):
        if rows.any():
            g, by = reckon(x[rows], u[rows], r, alpha, s, beta)
            for part, values in zip(parts, (g, *by), strict=True):
                part[rows] = values
    return parts[0], (parts[1], parts[2], parts[3], parts[4])


def _by_fraction(
    x: Floats, u: Floats, r: float, alpha: float, s: float, beta: float
) -> tuple[Floats, tuple[Floats, Floats, Floats, Floats]]:
    import numpy as np

    counts, place = np.unique(x, return_inverse=True)
    n, whole = r + s + x, r + s + counts
    if alpha >= beta:
        z = (alpha - beta) / (alpha + u)
        f, f_b, f_c, f_z = fraction(r + counts, whole + 1, z, place)
        g = f / n
        by_r, by_s = (f_b + f_c - g) / n, (f_c - g) / n
        return g, (by_r, f_z * (beta + u) / (alpha + u) ** 2 / n, by_s, -f_z / (alpha + u) / n)
    z = (beta - alpha) / (beta + u)
    f, f_b, f_c, f_z = fraction(np.full_like(whole, s + 1), whole + 1, z, place)
    rest = (alpha + u) / (beta + u)
    g = rest * f / n
    by_r, by_s = (rest * f_c - g) / n, (rest * (f_b + f_c) - g) / n
    by_z = (rest * f_z - f) / n
    return g, (by_r, -by_z / (beta + u), by_s, by_z * (alpha + u) / (beta + u) ** 2)


def _by_sum(
    x: Floats, u: Floats, r: float, alpha: float, s: float, beta: float
) -> tuple[Floats, tuple[Floats, Floats, Floats, Floats]]:
    """Return the same where alpha + u and beta + u are far apart, by the trapezoidal rule over the logarithm of time.

    For an integrand that is analytic in a strip and falls off at both ends this rule is exact to all digits.
    """
    import numpy as np

    shape, a, b = (r + x)[:, None], (alpha + u)[:, None], (beta + u)[:, None]
    low = np.log(min(float((a / (shape + 1)).min()), float(b.min()))) - DIGITS
    high = np.log(max(float(a.max()), float(b.max()))) + DIGITS
    w = np.arange(low, high, STEP)
    time = np.exp(w)
    log_a, log_b = np.log1p(time / a), np.log1p(time / b)
    mass = STEP * np.exp(w - np.log(b + time) - shape * log_a - s * log_b)
    # From there on the integrand falls by the same factor from step to step, however slowly.
    falls = np.exp(-STEP * (shape + s))[:, 0]
    rest = mass[:, -1] * falls / -np.expm1(-STEP * (shape + s))[:, 0]
    longer = rest * STEP / -np.expm1(-STEP * (shape + s))[:, 0]
    by_a = (mass * shape * time / (a * (a + time))).sum(axis=1) + rest * (shape / a)[:, 0]
    by_b = (mass * (s * time / b - 1) / (b + time)).sum(axis=1) + rest * s / b[:, 0]
    by_r = -(mass * log_a).sum(axis=1) - rest * log_a[:, -1] - longer
    by_s = -(mass * log_b).sum(axis=1) - rest * log_b[:, -1] - longer
    return mass.sum(axis=1) + rest, (by_r, by_a, by_s, by_b)


def fraction(b: Floats, c: Floats, z: Floats, place: Ints) -> tuple[Floats, Floats, Floats, Floats]:
    """Return F(1, b; c; z) for 0 <= z < 1 and 0 < b < c, and its derivatives by b, c and z.

    ``place`` says which b and c go with each z: the coefficients are made once for each of them.
    """
    import numpy as np

    root = np.sqrt(max(1.0 - float(z.max(initial=0.0)), 1e-12))
    shrinks = -np.log(max((1 - root) / (1 + root), 1e-12))
    steps = int(min(DIGITS / shrinks + 12, MOST_STEPS))
    f, f_b, f_c, f_z = np.ones_like(z), np.zeros_like(z), np.zeros_like(z), np.zeros_like(z)
    for number in range(steps, 0, -1):
        d, d_b, d_c = (part[place] for part in _coefficient(number, b, c))
        # f <- 1 - d z / f, and its derivatives with it.
        inverse = 1 / f
        q = z * inverse
        scale = d * q * inverse
        f_b = scale * f_b - d_b * q
        f_c = scale * f_c - d_c * q
        f_z = scale * f_z - d * inverse
        f = 1 - d * q
    inverse = 1 / f
    return inverse, -f_b * inverse**2, -f_c * inverse**2, -f_z * inverse**2


def _coefficient(number: int, b: Floats, c: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the coefficient of one step of Gauss's continued fraction, and its derivatives by b and c."""
    if number == 1:
        return b / c, 1 / c, -b / c**2
    m, odd = divmod(number, 2)
    low, high = c + (number - 2), c + (number - 1)
    if odd:
        d = (b + m) * (c + (m - 1)) / (low * high)
        return d, d / (b + m), d * (1 / (c + (m - 1)) - 1 / low - 1 / high)
    rest = c - b + (m - 1)
    d = m * rest / (low * high)
    return d, -d / rest, d * (1 / rest - 1 / low - 1 / high)

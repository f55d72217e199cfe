"""The kinds of jobs: one row each, with what may be used while one runs."""

from __future__ import annotations

from dataclasses import dataclass

GIB = 1 << 30


@dataclass(frozen=True)
class Kind:
    """A kind of job: ``module`` has a function ``run(task)`` that returns the result.

    ``memory`` is bytes of address space, ``cpu`` seconds of processor time, ``time`` seconds on the clock.
    """

    name: str
    module: str
    memory: int = 16 * GIB
    cpu: int = 4 * 3600
    time: int = 4 * 3600
    # What was asked for is of people, and is not kept when the job has ended.
    private: bool = False


KINDS = {
    kind.name: kind
    for kind in (
        Kind("inspect", "shuke.server.jobs.inspect", memory=8 * GIB, cpu=3600, time=3600),
        Kind("load", "shuke.server.jobs.load"),
        Kind("sample", "shuke.server.jobs.sample"),
        Kind("refresh", "shuke.server.jobs.refresh"),
        Kind("rollback", "shuke.server.jobs.rollback"),
        Kind("compare", "shuke.server.jobs.compare"),
        Kind("predict", "shuke.server.jobs.predict"),
        Kind("backtest", "shuke.server.jobs.backtest"),
        Kind("validate", "shuke.server.jobs.validate"),
        Kind("export", "shuke.server.jobs.export"),
        Kind("campaign", "shuke.server.jobs.campaign"),
        Kind("campaign-list", "shuke.server.jobs.campaign_list"),
        Kind("movement-list", "shuke.server.jobs.movement_list"),
        Kind("measure", "shuke.server.jobs.measure"),
        Kind("scheduled", "shuke.server.jobs.scheduled"),
        Kind("plan-care", "shuke.server.jobs.plan_care", memory=8 * GIB, cpu=3600, time=3600),
        Kind("check-warnings", "shuke.server.jobs.check_warnings"),
        Kind("judge-warnings", "shuke.server.jobs.judge_warnings"),
        Kind("send-warnings", "shuke.server.jobs.send_warnings", memory=8 * GIB, cpu=3600, time=3600),
        Kind("publish", "shuke.server.jobs.publish"),
        Kind("overlap-codes", "shuke.server.jobs.overlap_codes"),
        Kind("overlap-compare", "shuke.server.jobs.overlap_compare", memory=8 * GIB, cpu=3600, time=3600),
        Kind("engine-test", "shuke.server.jobs.engine_test", memory=8 * GIB, cpu=300, time=300),
        Kind("engine-rate", "shuke.server.jobs.engine_rate"),
        Kind("erase", "shuke.server.jobs.erase", private=True),
        Kind("correct", "shuke.server.jobs.correct", memory=8 * GIB, cpu=3600, time=3600, private=True),
        Kind("backup", "shuke.server.jobs.backup"),
        Kind("verify-backup", "shuke.server.jobs.verify_backup"),
    )
}

"""Workbooks and results that are not files of this machine, and workers of a cluster."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from batches import CHOICES, files_of, run_alone

from benchmarks.shops import write_shop
from sheetflow.batching.batch import plan, plan_again, run_batch
from sheetflow.batching.job import Limits
from sheetflow.batching.pools import LocalPool
from sheetflow.batching.report import Batch, write_reports
from sheetflow.errors import SheetflowError

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")
LIMITS = Limits(seconds=60)


@pytest.fixture(scope="module")
def pool() -> Iterator[LocalPool]:
    pool = LocalPool(1, LIMITS)
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clients")
    write_shop(folder / "ann.xlsx")
    write_shop(folder / "north" / "bob.xlsx", quantity=3)
    return folder


@pytest.fixture(scope="module")
def alone(clients: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What runs alone write."""
    folder = tmp_path_factory.mktemp("alone")
    for name in ("ann", "north/bob"):
        run_alone(clients / f"{name}.xlsx", folder / name)
    return files_of(folder)


def run_with(pool, sources: str, output: str) -> Batch:
    return run_batch(plan([sources], output, CHOICES), pool, lambda _each: None)


def downloaded(address: str, folder: Path) -> dict[str, bytes]:
    """The visible files of an address."""
    system, root = fsspec.core.url_to_fs(address)
    system.get(root, str(folder), recursive=True)
    return files_of(folder)


def uploaded(folder: Path, address: str) -> None:
    system, root = fsspec.core.url_to_fs(address)
    for name, content in files_of(folder).items():
        system.pipe_file(f"{root}/{name}", content)


def check_storage(
    address: str, clients: Path, alone: dict[str, bytes], pool: LocalPool, folder: Path
) -> None:
    """Run a batch from there to there; run it again; retry what failed."""
    uploaded(clients, f"{address}/clients")
    out = f"{address}/out"
    first = run_with(pool, f"{address}/clients", out)
    assert first.status == 0
    assert downloaded(out, folder / "first") == alone
    again = run_with(pool, f"{address}/clients/*/*.xlsx", out)
    assert [each.name for each in again.workbooks] == ["north/bob.xlsx"]
    write_reports(first, out)
    assert plan_again(out).jobs == []


def test_memory_is_source_and_target(
    clients: Path, alone: dict[str, bytes], pool: LocalPool, tmp_path: Path
) -> None:
    check_storage("memory://firm", clients, alone, pool, tmp_path)


def test_a_task_that_comes_twice_writes_once_there_too(
    clients: Path, pool: LocalPool
) -> None:
    uploaded(clients, "memory://twice/clients")
    system = fsspec.filesystem("memory")
    first = run_with(pool, "memory://twice/clients", "memory://twice/out")
    before = system.find("/twice/out", detail=True)
    again = run_with(pool, "memory://twice/clients", "memory://twice/out")
    assert [each.is_earlier for each in (*first.workbooks, *again.workbooks)] == [
        False,
        False,
        True,
        True,
    ]
    assert system.find("/twice/out", detail=True) == before


def test_a_local_s3_server_is_source_and_target(
    clients: Path,
    alone: dict[str, bytes],
    pool: LocalPool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = pytest.importorskip("moto.server", reason="moto is not installed")
    pytest.importorskip("s3fs", reason="s3fs is not installed")
    s3 = server.ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    s3.start()
    try:
        host, port = s3.get_host_and_port()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "anybody")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "anything")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        fsspec.filesystem("s3").mkdir("firm")
        check_storage("s3://firm", clients, alone, pool, tmp_path)
    finally:
        s3.stop()


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    distributed = pytest.importorskip("distributed", reason="dask is not installed")
    dask = pytest.importorskip("dask")
    settings = {"distributed.scheduler.allowed-failures": 0}
    with (
        dask.config.set(settings),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster,
    ):
        yield cluster


def test_a_cluster_of_two_workers_writes_the_same_bytes(
    clients: Path, alone: dict[str, bytes], cluster, tmp_path: Path
) -> None:
    from sheetflow.batching.cluster import ClusterPool

    pool = ClusterPool(cluster.scheduler_address, LIMITS)
    batch = run_with(pool, str(clients), str(tmp_path / "out"))
    pool.close()
    assert batch.status == 0
    assert files_of(tmp_path / "out") == alone


def end_process(_line: bytes, limits: bytes, child: str) -> bytes:
    """A job that ends the worker of the cluster itself, not only our process in it."""
    os._exit(1)


def test_a_workbook_whose_cluster_workers_end_is_reported_and_harms_no_other(
    clients: Path, cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sheetflow.batching import cluster as batching_cluster

    usual = batching_cluster.attempt_line

    def attempt_oddly(line: bytes, limits: bytes, child: str) -> bytes:
        job = end_process if b'"ann.xlsx"' in line else usual
        return job(line, limits, child)

    monkeypatch.setattr(batching_cluster, "attempt_line", attempt_oddly)
    pool = batching_cluster.ClusterPool(cluster.scheduler_address, LIMITS)
    batch = run_with(pool, str(clients), str(tmp_path / "out"))
    pool.close()
    assert {each.name: each.result for each in batch.workbooks} == {
        "ann.xlsx": "failed",
        "north/bob.xlsx": "done",
    }
    assert batch.workbooks[0].error == (
        "ann.xlsx: the workers of the cluster that ran it ended, twice; the second time "
        "nothing else was running. Nothing was written. Run it by itself with sheetflow "
        "run, which has no limits"
    )


def test_an_address_without_a_scheduler_is_refused() -> None:
    pytest.importorskip("distributed", reason="dask is not installed")
    from sheetflow.batching import cluster

    with pytest.raises(SheetflowError, match="no scheduler answers there"):
        cluster.ClusterPool("tcp://127.0.0.1:9", LIMITS)

"""What libraries print goes to a log that doesn't grow for ever."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_PRINTS = """
import ctypes, os, sys
from pathlib import Path
from workbench.engine import stdio
stdio.send_output_to(Path(sys.argv[1]))
libc = ctypes.CDLL(None)
for _ in range(int(sys.argv[2])):
    os.write(1, b"rubbish of a library " * 50_000)
    stdio.cap_output()
libc.puts(b"the last line, of C code")
libc.fflush(None)
"""


def test_that_a_log_of_what_is_printed_stays_below_its_limit(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"

    # 126 MB in all.
    subprocess.run([sys.executable, "-c", _PRINTS, str(log), "120"], check=True)

    assert log.stat().st_size < 12_000_000
    assert log.read_bytes().endswith(b"the last line, of C code\n")

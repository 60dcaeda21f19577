"""The page's example runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

README = Path(__file__).with_name("README.md")


async def test_example_of_the_readme_runs() -> None:
    text = README.read_text(encoding="utf-8")
    example = re.findall(r"```python\n(.*?)```", text, re.DOTALL)[0]
    module = ModuleType("example")
    exec(compile(example, str(README), "exec"), vars(module))
    await module.scenario()

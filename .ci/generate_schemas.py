"""Write deploylint/schemas/plan.json and policy.json from the shapes that read these files.

python .ci/generate_schemas.py [--check]
"""

import json
import sys
from pathlib import Path

from deploylint.load.plan import plan_schema
from deploylint.load.policy import policy_schema

FOLDER = Path(__file__).resolve().parents[1] / "deploylint" / "schemas"


def main() -> int:
    stale = []
    for name, schema in (("plan", plan_schema()), ("policy", policy_schema())):
        path = FOLDER / f"{name}.json"
        text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, "utf-8")
    if stale and "--check" in sys.argv:
        print(f"stale: {', '.join(stale)}; run python .ci/generate_schemas.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""moto as a program, less the validator of API documents: a dozen packages no network needs."""

import sys
from types import ModuleType

NAMES = ("openapi_spec_validator", "openapi_spec_validator.validation")
for name in (*NAMES, "openapi_spec_validator.validation.exceptions"):
    sys.modules[name] = ModuleType(name)
sys.modules[NAMES[0]].validate = None  # type: ignore[attr-defined]
sys.modules[name].OpenAPIValidationError = ValueError  # type: ignore[attr-defined]

from moto.server import main  # noqa: E402  # it looks for them at once

if __name__ == "__main__":
    main()

"""The registry's error answers: plain text of one sentence, word for word."""

from tests.registry.model import Field, enums


class RegistryError(Exception):
    """An answer other than 200; `text` is the body."""

    status = 400

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class NotFound(RegistryError):
    status = 404


def unknown_parameter(name: str) -> RegistryError:
    return RegistryError(f"`{name}` is unknown parameter")


def invalid_prefix(name: str) -> RegistryError:
    return RegistryError(f"Invalid prefix in parameter name: {name}")


def invalid_value(name: str, value: str) -> RegistryError:
    """Filters are named without their prefix: `overallStatus`, not `filter.overallStatus`."""
    return RegistryError(f"Invalid value in parameter `{name.rpartition('.')[2]}`: `{value}`")


def bad_format(name: str) -> RegistryError:
    return RegistryError(f"Parameter `{name}` has incorrect format")


def bad_item(name: str, position: int) -> RegistryError:
    """`position` counts from one."""
    return RegistryError(f"Item {position} in parameter `{name}` has incorrect format")


def unsortable(kind: str) -> RegistryError:
    return RegistryError(f"Unsupported sort field type: {kind}")


def invalid_field(name: str, parameter: str = "fields") -> RegistryError:
    return RegistryError(f"Parameter '{parameter}' contains invalid field name: '{name}'")


def invalid_column(name: str) -> RegistryError:
    return RegistryError(f"Parameter 'fields' contains invalid CSV column name: '{name}'")


def unknown_piece(name: str) -> NotFound:
    return NotFound(f"Unknown piece name of field path: {name}")


def unknown_study(nct_id: str) -> NotFound:
    return NotFound(f"NCT number {nct_id} not found")


def parse_error(label: str, problem: str) -> RegistryError:
    """`label` is what the website calls the search field: "Other terms", "advanced filter"."""
    return RegistryError(f"Error parsing query in {label}: {problem}")


def unknown_area(name: str) -> str:
    return f"Unknown area name: `{name}`"


def enum_values(field: Field) -> str:
    values = ", ".join(f"`{value}`" for value in enums()[field.kind])
    return f"Allowed values for enum field `{field.dotted}` are {values}"

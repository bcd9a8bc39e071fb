"""What can be wrong with a pack's files before anybody reads what they say, worded once."""

from __future__ import annotations

from dataclasses import dataclass

from localgoals.model.problem import Severity


@dataclass(frozen=True)
class Fault:
    """The wording of one kind of problem."""

    found: str
    expected: str
    remedy: str
    severity: Severity = "error"


_MEND = "Correct datapackage.json at this key."
_ADD_AGAIN = "Add the file again: localgoals pack add, with --replace."
_INSIDE = "a path inside the pack, relative to datapackage.json"
_COPY_IN = "Copy the file into the pack: localgoals pack add."
_SAFE_ZIP = "a zip that can be unpacked safely"
_ZIP_AGAIN = "Do not open it if you do not know where it comes from; else zip the folder again."
_EXPORT_AGAIN = "Export the file again from the program that made it."

FILE_FAULTS: dict[str, Fault] = {
    # paths and files
    "path-absolute": Fault("the absolute path {path}", _INSIDE, _COPY_IN),
    "path-parent": Fault("the path {path}, which leaves the pack", _INSIDE, _COPY_IN),
    "path-remote": Fault("the address {path}", _INSIDE, _COPY_IN),
    "path-vsi": Fault("the virtual path {path}", _INSIDE, _COPY_IN),
    "path-vrt": Fault(
        "a virtual data set (VRT), which can point at other files",
        "a file that holds its data itself",
        "Make a GeoTIFF or a GeoPackage of it and add that.",
    ),
    "path-link": Fault("a link that leads out of the pack", _INSIDE, _COPY_IN),
    "path-descriptor": Fault("the pack's own datapackage.json", "a file with data", _MEND),
    "paths-several": Fault(
        "{count} files",
        "one file for a resource with the role {role}",
        "Add each file as a resource of its own, or join them to one file.",
    ),
    "file-missing": Fault("no such file", "the file {path} inside the pack", _COPY_IN),
    "hash-changed": Fault(
        "the SHA-256 {found}",
        "{expected}, as written when the file was added",
        _ADD_AGAIN,
    ),
    "file-changed": Fault(
        "a file that was changed while it was being read",
        "the same file from the beginning to the end",
        "Wait until nobody writes to the file, and run the command again.",
    ),
    "hash-missing": Fault(
        "no SHA-256",
        "the SHA-256 of every file, so that a change is noticed",
        _ADD_AGAIN,
        "warning",
    ),
    "content-differs": Fault(
        "a file that does not begin like {format}",
        "a file in the format that its ending says",
        _EXPORT_AGAIN,
    ),
    "sidecar-missing": Fault(
        "no file {name} beside it",
        "a shapefile with its .shx and .dbf",
        "Copy all files of the shapefile together, or export a GeoPackage.",
    ),
    # archives
    "zip-broken": Fault("a zip that cannot be read ({reason})", _SAFE_ZIP, _ZIP_AGAIN),
    "zip-members": Fault("{count} files", "at most {limit} files in a zip", _ZIP_AGAIN),
    "zip-size": Fault("more than {limit} bytes when unpacked", _SAFE_ZIP, _ZIP_AGAIN),
    "zip-ratio": Fault("content that shrank more than {limit} times", _SAFE_ZIP, _ZIP_AGAIN),
    "zip-parent": Fault("a member whose path leaves the folder", _SAFE_ZIP, _ZIP_AGAIN),
    "zip-absolute": Fault("a member with an absolute path", _SAFE_ZIP, _ZIP_AGAIN),
    "zip-deep": Fault("a member more than {limit} folders deep", _SAFE_ZIP, _ZIP_AGAIN),
    "zip-link": Fault("a member that is a link", _SAFE_ZIP, _ZIP_AGAIN),
    "zip-encrypted": Fault(
        "a member with a password", _SAFE_ZIP, "Zip the folder again without a password."
    ),
    "zip-name": Fault("a member whose name no file can have", _SAFE_ZIP, _ZIP_AGAIN),
    "zip-several": Fault(
        "{count} packs: {names}", "a zip of one pack", "Zip one folder at a time."
    ),
    "zip-duplicate": Fault("two members with the same name", _SAFE_ZIP, _ZIP_AGAIN),
}

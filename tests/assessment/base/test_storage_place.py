"""Sticks and folders that a company copies are recognised on three systems."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from assessor.assessment.base.storage_place import REMOVABLE, storage_here, storage_of

LINUX = MAC = PurePosixPath
WINDOWS = PureWindowsPath


def found(path, environment=None, markers=(), removable=()):
    return storage_of(
        path,
        environment or {},
        lambda each: str(each) in markers,
        lambda drive: 2 if drive in removable else 3,
    )


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (WINDOWS(r"C:\Users\ana\OneDrive\a.mission"), "OneDrive"),
        (WINDOWS(r"C:\Users\ana\OneDrive - UNODC\Missions\a.mission"), "OneDrive"),
        (MAC("/Users/ana/Library/CloudStorage/OneDrive-UNODC/a.mission"), "OneDrive"),
        (LINUX("/home/ana/OneDrive/a.mission"), "OneDrive"),
        (WINDOWS(r"C:\Users\ana\iCloudDrive\a.mission"), "iCloud Drive"),
        (MAC("/Users/ana/Library/Mobile Documents/x/a.mission"), "iCloud Drive"),
        (LINUX("/home/ana/iCloud Drive/a.mission"), "iCloud Drive"),
        (WINDOWS(r"D:\Dropbox (UNODC)\a.mission"), "Dropbox"),
        (MAC("/Users/ana/Library/CloudStorage/Dropbox/a.mission"), "Dropbox"),
        (LINUX("/home/ana/Dropbox/Field/a.mission"), "Dropbox"),
        (WINDOWS(r"G:\My Drive\a.mission"), "Google Drive"),
        (MAC("/Users/ana/Library/CloudStorage/GoogleDrive-ana@x.org/a.mission"), "Google Drive"),
        (LINUX("/run/user/1000/gvfs/google-drive:host=x/a.mission"), "Google Drive"),
        (LINUX("/media/ana/STICK/a.mission"), REMOVABLE),
        (LINUX("/run/media/ana/STICK/Missions/a.mission"), REMOVABLE),
        (MAC("/Volumes/STICK/a.mission"), REMOVABLE),
        (LINUX("/home/ana/Documents/a.mission"), ""),
        (LINUX("/home/ana/Dropbox.mission"), ""),
        (LINUX("/home/ana/media/dropboxes/a.mission"), ""),
        (MAC("/Users/ana/Documents/a.mission"), ""),
        (WINDOWS(r"C:\Users\ana\Documents\a.mission"), ""),
    ],
)
def test_a_place_is_recognised_by_its_folders(path, service):
    assert found(path) == service


def test_a_removable_drive_of_windows_is_asked_for():
    path = WINDOWS(r"E:\a.mission")
    assert (found(path), found(path, removable=("E:\\",))) == ("", REMOVABLE)


def test_a_renamed_folder_is_known_by_the_environment():
    path, folder = WINDOWS(r"D:\Cloud\a.mission"), {"OneDriveCommercial": r"D:\Cloud"}
    assert (found(path), found(path, folder)) == ("", "OneDrive")


@pytest.mark.parametrize(
    ("marker", "service"),
    [
        (".849c9593-d756-4e56-8d6e-42412f2a707b", "OneDrive"),
        (".dropbox.cache", "Dropbox"),
        (".tmp.driveupload", "Google Drive"),
    ],
)
def test_a_renamed_folder_is_known_by_what_the_service_leaves_in_it(marker, service):
    path = LINUX("/data/cloud/field/a.mission")
    assert found(path, markers=(f"/data/cloud/{marker}",)) == service


def test_the_settings_of_dropbox_do_not_make_a_home_its_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / ".dropbox").mkdir()
    assert storage_here(tmp_path / "a.mission") == ""
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / ".dropbox").touch()
    assert storage_here(tmp_path / "work" / "a.mission") == "Dropbox"

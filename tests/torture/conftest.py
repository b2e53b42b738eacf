import pytest


def pytest_collection_modifyitems(items):
    """One process for each engine: hundreds of tables are made and described only once."""
    for item in items:
        if item.path.parent.name == "torture":
            item.add_marker(pytest.mark.xdist_group(f"torture of {item.callspec.params['jetway']}"))

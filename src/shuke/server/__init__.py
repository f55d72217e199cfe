"""The workbench: one workspace in the browser, for several people, through ``/api/v1``."""

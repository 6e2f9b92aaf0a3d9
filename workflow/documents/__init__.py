"""Evidence as case record: requests, receipt, versions and readings; jobs read the files."""

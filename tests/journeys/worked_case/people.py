"""Who acts in the worked case, and where."""

from __future__ import annotations

CODE = "C-2022-0001"
CASE = f"/cases/{CODE}"
MANAGER = "Jonas Lind"
LEAD = "Ingrid Solberg"
MEMBER = "Chen Wei"
EXPERT = "Rafael Ortiz"
REVIEWER = "Amara Okafor"
PREPARER = "Liu Yan"
APPROVER = "Zhang Min"
NOT_CLEARED = "Mei Sato"
OF_A_SISTER = "Deng Jie"

"""`workflow/` decides and remembers: people, cases, findings, opinions, and the record of every act.

Files at this level are machinery and know no noun of the standards; folders are nouns, stacked as the
import contracts in pyproject.toml declare. Only this package touches people, time, the database, the
queue and the web, so nothing outside it can change a case or forget to record it.
"""

"""Strategic analysis, risks, evidence gathering with working papers, samples, site visits and plans."""

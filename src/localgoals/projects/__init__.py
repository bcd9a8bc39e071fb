"""Projects that investors can take: appraisal, finance, eligibility, matching and portfolio."""

"""Pages of archives: HTML as pipermail, hypermail, MHonArc and others write it, and what was saved of it."""

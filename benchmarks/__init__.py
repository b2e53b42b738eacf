"""Every published figure comes from here. `make bench` runs it; figures are ratios within one run."""

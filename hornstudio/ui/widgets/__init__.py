"""Small widgets that Qt lacks, which know nothing of networks."""

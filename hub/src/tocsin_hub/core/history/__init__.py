"""The history of every metric of every host: what is decided of it, without a disk or a clock."""

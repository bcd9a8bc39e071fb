"""
Many cities in one go: one task for each city, in processes of this machine or on a cluster.

`plan` says what is to be done, `worker` does one city, `pool` and `cluster` let several workers do
it at once, `results` keeps what came out: a folder for each city, one data set, one table.
"""

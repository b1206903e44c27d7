from subprocess import check_output as c
c(["bash", "-c", "id"])

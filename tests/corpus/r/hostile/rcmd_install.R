tools::Rcmd("INSTALL /tmp/x.tar.gz")

admin <- FALSE # ‮ eurT‬

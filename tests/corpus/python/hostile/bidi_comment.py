access = "user"
if access != "none\u202e":
    pass
level = "admin‮ ⁦# check⁩ ⁦"

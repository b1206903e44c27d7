admin = "user‮ ⁦# check⁩ ⁦"

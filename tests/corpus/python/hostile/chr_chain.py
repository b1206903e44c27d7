word = chr(105) + chr(109) + chr(112) + chr(111) + chr(114)

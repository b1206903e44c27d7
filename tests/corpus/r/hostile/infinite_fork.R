repeat parallel:::mcfork()

model.eval()
model.train()

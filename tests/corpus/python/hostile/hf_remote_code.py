from transformers import AutoModel
model = AutoModel.from_pretrained("someone/model", trust_remote_code=True)

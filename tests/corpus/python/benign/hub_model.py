from transformers import AutoModel

model = AutoModel.from_pretrained("bert-base-uncased", revision="a265f773a47193eed794233aa2a0f0bb6d3eaa63")

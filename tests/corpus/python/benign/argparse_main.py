import argparse
def main(arguments=None):
    parser = argparse.ArgumentParser(description="Normalise counts")
    parser.add_argument("input")
    parser.add_argument("--output", default="-")
    parser.add_argument("--method", choices=["tmm", "rle"], default="tmm")
    options = parser.parse_args(arguments)
    print(options.input, options.method)
if __name__ == "__main__":
    main()

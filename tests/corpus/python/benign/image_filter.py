from skimage import io, filters, measure
def count(path):
    image = io.imread(path, as_gray=True)
    return int(measure.label(image > filters.threshold_otsu(image)).max())

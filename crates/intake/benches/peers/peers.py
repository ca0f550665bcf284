"""Speed of natasha and of a blank spaCy pipeline with an entity ruler, on the texts that the engine is timed on.

usage: peers.py FOLDER [SECONDS]

FOLDER holds *.txt; needs `pip install natasha spacy`. Prints processor time, megabytes a second and documents a
second, as `cargo bench -p kelisim-intake --bench speed -- FOLDER` does for the engine. The peers do less: natasha
segments, tags and finds names; the ruler matches a list. Neither finds commitments, stages, quantities or dates.
"""
import glob
import os
import sys
import time


def texts(folder):
    found = []
    for path in sorted(glob.glob(os.path.join(folder, "*.txt"))):
        with open(path, encoding="utf-8") as file:
            found.append(file.read())
    return found


def measure(name, run, documents, seconds):
    size = sum(len(d.encode()) for d in documents)
    run(documents[0])
    start, rounds = time.process_time(), 0
    while time.process_time() - start < seconds:
        for document in documents:
            run(document)
        rounds += 1
    spent = time.process_time() - start
    print(f"{name:<28} {rounds * size / spent / 1e6:8.3f} MB/s {rounds * len(documents) / spent:8.0f} documents/s")


def natasha_pipeline():
    from natasha import Doc, MorphVocab, NewsEmbedding, NewsMorphTagger, NewsNERTagger, Segmenter

    segmenter, embedding, vocabulary = Segmenter(), NewsEmbedding(), MorphVocab()
    morphology, names = NewsMorphTagger(embedding), NewsNERTagger(embedding)

    def run(text):
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_morph(morphology)
        doc.tag_ner(names)
        for span in doc.spans:
            span.normalize(vocabulary)
        return doc

    return run


def spacy_pipeline(patterns):
    import spacy

    pipeline = spacy.blank("ru")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": pattern} for pattern, label in patterns])
    return pipeline


def lexicon(data):
    """Russian rows of the engine's own lists, so that the ruler has as many patterns to match."""
    import csv

    found = []
    for name, column in (("terms.csv", 2), ("cues.csv", 2), ("countries.csv", 2)):
        with open(os.path.join(data, name), encoding="utf-8") as file:
            for row in list(csv.reader(file))[1:]:
                if "ru" in row[0].split("+"):
                    found.append((row[1].replace("*", "").replace("~", "").replace("…", ""), row[column].upper()))
    return found


def main(argv):
    if not argv:
        sys.exit(__doc__)
    documents = texts(argv[0])
    seconds = float(argv[1]) if len(argv) > 1 else 5.0
    here = os.path.dirname(os.path.abspath(__file__))
    patterns = lexicon(os.path.join(here, "..", "..", "data"))
    print(f"{len(documents)} documents, {sum(len(d.encode()) for d in documents)} bytes")
    measure("natasha", natasha_pipeline(), documents, seconds)
    measure(f"spaCy blank + ruler ({len(patterns)})", spacy_pipeline(patterns), documents, seconds)


main(sys.argv[1:])

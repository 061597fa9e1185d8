"""Build the search index anew: a convenience, for an index that is missing or damaged is built by itself."""

from django.core.management.base import BaseCommand

from documents.search import store
from documents.search.follow import AlreadyIndexing, alone, build_anew


class Command(BaseCommand):
    help = "Builds this machine's search index anew beside the old one, which answers until the new one is ready."

    def handle(self, **options):
        try:
            with alone():
                build_anew(lambda done, total: self.stdout.write(f"{done:,} of {total:,} documents"))
        except AlreadyIndexing:
            store.ask_for(store.WANTED)
            self.stdout.write("The running indexer was asked to build the index anew; searches go on meanwhile.")

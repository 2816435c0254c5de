"""The algorithm `consistent_years`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber, QgsProcessingParameterString

from landweave.engine.jobs import ConsistentYearsJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import (
    described,
    file,
    file_output,
    folder_output,
    number,
    rasters,
    switch,
)


class ConsistentYears(BaseAlgorithm):
    """Correct yearly maps by what may follow what."""

    ID, GROUP = "consistent_years", Group.POST_PROCESSING
    EXAMPLE = (
        "INPUTS=map_2021.tif INPUTS=map_2022.tif INPUTS=map_2023.tif YEARS=2021,2022,2023 RULES=rules.csv "
        "OUTPUT=consistent"
    )

    def title(self):
        return self.tr("Make yearly maps consistent")

    def summary(self):
        return self.tr("Corrects a series of yearly maps by rules of what may follow what, and takes flicker out.")

    def details(self):
        return self.tr(
            "In each pixel the likeliest course of classes over the years is found that keeps to the rules (a hidden "
            "Markov model). What each map says counts as far as its probabilities, or its confidence, say.\n\n"
            "The rules are a table (CSV) with the columns from, to, allowed and years:\n\n"
            "- from, to: codes or names of classes, parted by |, or any. Classes joined by + are together.\n"
            "- allowed: no, yes, or how likely the change is in a year, from 0 to 1.\n"
            "- years: how many years the new class lasts at least; 2 takes away what is there for one year only.\n\n"
            "Later lines stand above earlier ones. The corrected maps are written into a folder under the names of the "
            "maps."
        )

    def keywords(self):
        return self.tr("years,time series of maps,transition rules,flicker,hidden Markov model,Viterbi,consistency")

    def parameters(self):
        yield rasters(
            "INPUTS", self.tr("Maps"), self.tr("One a year, in the order of the years, on one grid of pixels.")
        )
        yield described(
            QgsProcessingParameterString("YEARS", self.tr("Years")),
            self.tr("Of the maps, in their order and parted by commas, for example 2021,2022,2023."),
        )
        yield rasters(
            "PROBABILITIES",
            self.tr("Probabilities"),
            self.tr("Rasters of probabilities of the maps, in the same order: the best ground to decide on."),
            optional=True,
        )
        yield rasters(
            "CONFIDENCES",
            self.tr("Confidences"),
            self.tr("Rasters of confidence (0 to 100), in the same order, where there are no probabilities."),
            optional=True,
        )
        yield file(
            "RULES",
            self.tr("Rules"),
            self.tr("A CSV with the columns from, to, allowed and years. Empty: every change is allowed."),
            self.tr("CSV files (*.csv *.txt)"),
            optional=True,
        )
        yield from self._weights()
        yield from common.nomenclature(advanced=True)
        yield from common.resources(images=False)
        yield folder_output("OUTPUT", self.tr("Folder"), self.tr("Where the corrected maps are written."))
        yield folder_output(
            "OUTPUT_CONFIDENCE",
            self.tr("Folder of confidences"),
            self.tr("Where rasters of how likely each class is, given all years, are written. Empty: none."),
            default="",
        )
        yield file_output(
            "OUTPUT_JSON",
            self.tr("Figures"),
            self.tr("What was corrected, as JSON."),
            self.tr("JSON files (*.json)"),
            optional=True,
        )

    def _weights(self):
        yield number(
            "PERSISTENCE",
            self.tr("Persistence"),
            self.tr(
                "How likely a place keeps its class from one year to the next. The higher, the more evidence a change "
                "needs. 0: only the rules count, and a series that keeps to them stays as it is."
            ),
            default=0.8,
            low=0,
            high=0.999,
            decimals=3,
        )
        yield number(
            "TRUST",
            self.tr("How often a map is right (%)"),
            self.tr("Where neither probabilities nor confidences say so."),
            default=80,
            low=1,
            high=99,
            advanced=True,
        )
        yield switch(
            "FILL_GAPS",
            self.tr("Fill years without data"),
            self.tr("With the class that fits best between the other years. Else they stay without data."),
            advanced=True,
        )

    def results(self):
        yield QgsProcessingOutputNumber("CORRECTED_SHARE", self.tr("Share of the pixels that were corrected"))

    def job(self, values):
        return ConsistentYearsJob(
            inputs=values.sources("INPUTS"),
            years=values.text("YEARS"),
            output=values.output("OUTPUT"),
            probabilities=values.sources("PROBABILITIES"),
            confidences=values.sources("CONFIDENCES"),
            rules=values.file("RULES"),
            persistence=values.number("PERSISTENCE"),
            trust=values.number("TRUST"),
            fill_gaps=values.switch("FILL_GAPS"),
            nomenclature=values.file("NOMENCLATURE"),
            output_confidence=values.output("OUTPUT_CONFIDENCE"),
            output_json=values.output("OUTPUT_JSON"),
        )

"""The algorithm `import_iota2_configuration`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import ImportIota2ConfigurationJob
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import file, file_output


class ImportIota2Configuration(BaseAlgorithm):
    """Turn a configuration of iota2 into parameters of the chain."""

    ID, GROUP = "import_iota2_configuration", Group.TOOLS
    EXAMPLE = "INPUT=i2_config.cfg OUTPUT=chain.json"

    def title(self):
        return self.tr("Import a configuration of iota2")

    def summary(self):
        return self.tr("Turns a configuration file of iota2 into parameters of the land-cover chain.")

    def details(self):
        return self.tr(
            "Both spellings of the keys are read (outputPath, output_path). The folders of the sensors are searched, "
            "and become a catalogue; the nomenclature and the colours become one file; bands, dates and indices become "
            "the options of the time series. All these files are written beside the result.\n\n"
            "The result (JSON) holds the parameters of the chain, the command that runs it, and a list of all keys: "
            "what each became (mapped), why it is not needed (ignored), or why it cannot be done and what to do "
            "instead (refused). The refused ones are also told in the log. The section Simplification becomes "
            "parameters of 'Polygons from a map, in one go', with a command of its own."
        )

    def keywords(self):
        return self.tr("iota2,configuration,import,migration,cfg")

    def parameters(self):
        yield file(
            "INPUT",
            self.tr("Configuration of iota2"),
            self.tr("The file that Iota2.py is given with -config."),
            self.tr("Configurations (*.cfg);;All files (*)"),
        )
        yield file_output(
            "OUTPUT",
            self.tr("Parameters"),
            self.tr("The JSON file to write; the other files are written beside it and begin with its name."),
            self.tr("JSON files (*.json)"),
        )

    def results(self):
        yield QgsProcessingOutputNumber("MAPPED", self.tr("Keys that became parameters"))
        yield QgsProcessingOutputNumber("IGNORED", self.tr("Keys that are not needed"))
        yield QgsProcessingOutputNumber("REFUSED", self.tr("Keys that cannot be done"))

    def job(self, values):
        return ImportIota2ConfigurationJob(input=values.file("INPUT"), output=values.output("OUTPUT"))

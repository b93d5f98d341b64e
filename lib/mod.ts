/**
 * The library behind the notebooks, by what one does with it: data, network, training, results, figures, runs.
 *
 * ```ts
 * import * as har from "har";
 * const { frame } = await har.loadWindows({ data: "synthetic" });
 * har.peoplePlot(frame);
 * ```
 *
 * @module
 */

// Data: windows of people's movements, and how they are divided.
export { activities, answerCount, answersOf, articleActivities, transitions } from "./data/signals/activities.ts";
export { labelledSteps } from "./data/signals/segment_frame.ts";
export { uciHarWindows } from "./data/archives/published_counts.ts";
export { loadWindows } from "./data/windows/load_windows.ts";
export { windowsOf } from "./runs/windows_of.ts";
export { possibleSplits, splitWindows } from "./data/windows/split_windows.ts";
export { leaveOneSubjectOut, subjectFolds } from "./data/windows/folds.ts";
export { signalTensor, windowTensors } from "./data/windows/window_tensors.ts";
export { meanSpectra } from "./data/windows/spectra.ts";

// Network: TensorFlow, layers, whole networks, and what they cost.
export { backend, device } from "./backend/backend.ts";
export { convolveEachGroup, groupedConvolution } from "./operations/grouped_convolution.ts";
export { blockDiagonal } from "./operations/block_diagonal.ts";
export { randomTensor } from "./operations/random_tensor.ts";
export { Layer } from "./backend/layer.ts";
export { GroupedConv1D, GroupedConv2D } from "./model/grouped_convolution_layers.ts";
export { articleNetwork } from "./model/article_network.ts";
export { blockListing, listedNetwork, separableListing } from "./model/article_listings.ts";
export { resnext } from "./model/resnext.ts";
export { articleStages, builtStages } from "./model/resnext_stages.ts";
export { equivalentForms } from "./model/equivalent_forms.ts";
export { cost, layerCosts } from "./model/cost.ts";
export { groupCosts, groupTimes } from "./metrics/group_costs.ts";
export { convolutionRatios } from "./metrics/convolution_ratios.ts";
export { fold } from "./model/fold.ts";
export { GraphPrediction } from "./graph/graph_prediction.ts";

// Training: settings, training below a cell, and studies of many trainings.
export { parameters } from "./jupyter/parameters.ts";
export { articleSettings, checkSettings } from "./settings/experiment_settings.ts";
export { presets } from "./settings/presets.ts";
export { flagsOf } from "./settings/setting_flags.ts";
export { defaultEpochs } from "./runs/default_epochs.ts";
export { trainLive } from "./notebook/train_live.ts";
export { runLive } from "./notebook/run_live.ts";
export { study } from "./notebook/study.ts";
export { studyTrials } from "./studies/study_trials.ts";
export { gridSearch, randomSearch } from "./studies/search_space.ts";

// Results: numbers and tables, ours and the article's.
export { articleResults } from "./metrics/article_results.ts";
export { possibleSizes } from "./metrics/possible_sizes.ts";
export { seedDifference } from "./metrics/seed_difference.ts";
export { seedSummary } from "./metrics/seed_summary.ts";
export { table } from "./plots/html_table.ts";
export { deviceNote } from "./notebook/device_note.ts";
export { sourceNote } from "./notebook/source_note.ts";
export { classTable, resultsTable } from "./notebook/result_tables.ts";
export { confusionMatrices, splitComparison } from "./notebook/split_comparison.ts";
export { splitOverview } from "./notebook/split_overview.ts";
export { earlierRuns, runsTable } from "./notebook/runs_table.ts";
export { peopleErrors, testReliability, wrongWindows } from "./notebook/wrong_windows.ts";
export { personTimeline } from "./notebook/person_timeline.ts";
export { exampleTimeline, missedTable, recordingsTable } from "./notebook/recording_results.ts";
export { parallelRows, seedPoints, studyTable } from "./notebook/study_results.ts";
export { choiceTable, finalTable } from "./notebook/by_person_choices.ts";

// Figures: each is a function of data.
export { barsPlot } from "./plots/bars_plot.ts";
export { classCounts } from "./plots/class_counts.ts";
export { classScoresPlot } from "./plots/class_scores_plot.ts";
export { confusionMatrixPlot } from "./plots/confusion_matrix_plot.ts";
export { connectivityPlot } from "./plots/connectivity_plot.ts";
export { durationsPlot } from "./plots/durations_plot.ts";
export { kernelPlot } from "./plots/kernel_plot.ts";
export { parallelCoordinatesPlot } from "./plots/parallel_coordinates_plot.ts";
export { peoplePlot } from "./plots/people_plot.ts";
export { peopleChangePlot } from "./plots/people_change_plot.ts";
export { possibleSizesPlot } from "./plots/possible_sizes_plot.ts";
export { ratioPlot } from "./plots/ratio_plot.ts";
export { relativeCostPlot } from "./plots/relative_cost_plot.ts";
export { reliabilityPlot } from "./plots/reliability_plot.ts";
export { ringPicture, showPicture } from "./plots/picture.ts";
export { seedsPlot } from "./plots/seeds_plot.ts";
export { spectraPlot } from "./plots/spectra_plot.ts";
export { trainingCurves } from "./plots/training_curves.ts";
export { transitionPlot } from "./plots/transition_plot.ts";
export { unitPlot } from "./plots/unit_plot.ts";
export { exampleRows, windowExamples } from "./plots/window_examples.ts";

// The article's claims, from the studies and measurements that are kept with the notebooks.
export { measured } from "./studies/measured.ts";
export { alignmentClaim } from "./claims/alignment_claim.ts";
export { bottleneckClaim } from "./claims/bottleneck_claim.ts";
export { claims } from "./claims/claims.ts";
export { curvesClaim } from "./claims/curves_claim.ts";
export { growthClaim, growthRuns } from "./claims/growth_claim.ts";
export { pointsInWords } from "./claims/in_words.ts";
export { lengthAccuracies, lengthClaim } from "./claims/length_claim.ts";
export { lighterClaim, narrowerRuns } from "./claims/lighter_claim.ts";
export { memoryClaim } from "./claims/memory_claim.ts";
export { mobileClaim, storedNetworks } from "./claims/mobile_claim.ts";
export { diversityClaim, partsAlike, redundancyClaim } from "./claims/redundancy_claim.ts";
export { generalizationGap, regularizerClaim, regularizerComparisons } from "./claims/regularizer_claim.ts";
export { blockGradients, shortcutClaim } from "./claims/shortcut_claim.ts";
export { studyRuns } from "./claims/study_runs.ts";
export { claimsTable, verdictNote } from "./report/claim_notes.ts";
export { writeRunsPage } from "./report/runs_page.ts";

// Runs: beginning and ending one, and finding those that are kept.
export { beginRun, unfinishedRuns } from "./runs/begin_run.ts";
export { finishRun } from "./runs/finish_run.ts";
export { runs } from "./runs/list_runs.ts";
export { findRun } from "./runs/find_run.ts";
export { keptRuns } from "./runs/kept_runs.ts";
export { keptRecordings } from "./runs/kept_recordings.ts";
export { runNetwork } from "./runs/run_network.ts";
export { shiftedAccuracy } from "./runs/shifted_accuracy.ts";
export { testPredictions } from "./runs/test_predictions.ts";
export { scoreRecordings } from "./runs/score_recordings.ts";
export { compare } from "./notebook/compare.ts";

// Types of what is taken and given.
export type { Device } from "./backend/device.ts";
export type {
  LayersModel,
  Shape,
  SymbolicTensor,
  Tensor,
  Tensor1D,
  Tensor3D,
  Tensor4D,
  Weight,
} from "./backend/tensor_types.ts";
export type { TensorFlow } from "./backend/tensorflow_types.ts";
export type { PublicationName } from "./data/archives/archive_sources.ts";
export type { HaptCut } from "./data/archives/hapt.ts";
export type { Cut } from "./data/signals/cut_windows.ts";
export type { DataFrame } from "./data/signals/data_frame.ts";
export type { FilterName } from "./data/signals/signal_filters.ts";
export type { DataSource } from "./data/windows/data_source.ts";
export type { FoldOptions } from "./data/windows/folds.ts";
export type { LoadOptions, Windows } from "./data/windows/load_windows.ts";
export type { SpectrumPoint } from "./data/windows/spectra.ts";
export type { Split, SplitName, SplitOptions, SubjectSplitOptions } from "./data/windows/split_windows.ts";
export type { Standardization, WindowTensors } from "./data/windows/window_tensors.ts";
export type { ConvolutionRatios, FullConvolution } from "./metrics/convolution_ratios.ts";
export type { GroupCost, GroupedExample, GroupTime } from "./metrics/group_costs.ts";
export type { PossibleSize } from "./metrics/possible_sizes.ts";
export type { ClassScore, Score, Scores } from "./metrics/scores.ts";
export type { SeedDifference } from "./metrics/seed_difference.ts";
export type { SeedSummary } from "./metrics/seed_summary.ts";
export type { BlockListingOptions } from "./model/article_listings.ts";
export type { ArticleNetworkOptions } from "./model/article_network.ts";
export type { Cost, LayerCost } from "./model/cost.ts";
export type { BottleneckKernels, EquivalentForms } from "./model/equivalent_forms.ts";
export type { ResnextOptions } from "./model/resnext.ts";
export type { BuiltStage, Stage } from "./model/resnext_stages.ts";
export type { TableCell } from "./plots/html_table.ts";
export type { EarlierRunsOptions, RunsTableOptions } from "./notebook/runs_table.ts";
export type { WrongWindowsOptions } from "./notebook/wrong_windows.ts";
export type { PersonTimelineOptions } from "./notebook/person_timeline.ts";
export type { RunLiveOptions } from "./notebook/run_live.ts";
export type { StudyOptions } from "./notebook/study.ts";
export type { StudyTableOptions } from "./notebook/study_results.ts";
export type { ConvolutionSteps } from "./operations/grouped_convolution.ts";
export type { Bar } from "./plots/bars_plot.ts";
export type { ClassScoresPlotOptions } from "./plots/class_scores_plot.ts";
export type { ConfusionMatrixPlotOptions } from "./plots/confusion_matrix_plot.ts";
export type { ConnectivityPlotOptions } from "./plots/connectivity_plot.ts";
export type { Figure } from "./plots/figure.ts";
export type { ParallelCoordinatesOptions, ParallelRow } from "./plots/parallel_coordinates_plot.ts";
export type { PrintedClass } from "./plots/possible_sizes_plot.ts";
export type { RelativeCostPlotOptions } from "./plots/relative_cost_plot.ts";
export type { SeedPoint, SeedsPlotOptions } from "./plots/seeds_plot.ts";
export type { TrainingCurvesOptions } from "./plots/training_curves.ts";
export type { UnitPlotOptions } from "./plots/unit_plot.ts";
export type { FindRunOptions } from "./runs/find_run.ts";
export type { FinishedTraining } from "./runs/finish_run.ts";
export type { RunsOptions } from "./runs/list_runs.ts";
export type { RunOnWindowsOptions } from "./runs/run_on_windows.ts";
export type { RunNetwork } from "./runs/run_network.ts";
export type { WindowsAccuracy } from "./runs/shifted_accuracy.ts";
export type { TestPrediction } from "./runs/test_predictions.ts";
export type { RunRecord } from "./runs/run_record.ts";
export type { ScoredRun } from "./runs/kept_recordings.ts";
export type {
  ExampleRecording,
  MissedSegment,
  RecordingsRecord,
  ScoreRecordingsOptions,
  Way,
  WayScores,
} from "./runs/score_recordings.ts";
export type { HiddenMarkovModel } from "./recordings/hidden_markov_model.ts";
export type { Calibration, ReliabilityBin } from "./metrics/calibration.ts";
export type { LabelledStretch, RecordingScores } from "./metrics/recording_scores.ts";
export type { PeopleChangePlotOptions, PersonChange } from "./plots/people_change_plot.ts";
export type { Adaptation, Reading } from "./settings/reading_choices.ts";
export type { ExperimentSettings, SettingName, TrainingSettings, ValuesOf } from "./settings/experiment_settings.ts";
export type { PresetName } from "./settings/presets.ts";
export type { Claim, Judgement, Verdict } from "./claims/claim.ts";
export type { Growth } from "./claims/growth_claim.ts";
export type { LengthAccuracy } from "./claims/length_claim.ts";
export type { StoredNetwork } from "./claims/mobile_claim.ts";
export type { PartsAlike } from "./claims/redundancy_claim.ts";
export type { RegularizerComparison } from "./claims/regularizer_claim.ts";
export type { BlockGradient } from "./claims/shortcut_claim.ts";
export type { Machine } from "./system/machine.ts";
export type { BrowserLatency, GroupMemory, Measured, Measurements } from "./studies/measured.ts";
export type { RandomSearchOptions, Range, Value, Vary } from "./studies/search_space.ts";
export type { StudyTrialsOptions } from "./studies/study_trials.ts";
export type { Epoch } from "./training/epoch.ts";
export type { Execution, TrainingProgress, TrainOptions } from "./training/train_options.ts";
export type { Trained } from "./training/trained.ts";

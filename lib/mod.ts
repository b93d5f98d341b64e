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
export { activities, answerCount, answersOf } from "./data/signals/activities.ts";
export { labelledSteps } from "./data/signals/recording.ts";
export { uciHarWindows } from "./data/archives/published_counts.ts";
export { type LoadOptions, loadWindows, type Windows } from "./data/windows/load_windows.ts";
export { windowsOf } from "./results/runs/windows_of.ts";
export {
  possibleSplits,
  type Split,
  type SplitName,
  type SplitOptions,
  splitWindows,
} from "./data/windows/split_windows.ts";
export {
  signalTensor,
  type Standardization,
  type WindowTensors,
  windowTensors,
} from "./data/windows/window_tensors.ts";

// Network: TensorFlow, layers, whole networks, and what they cost.
export { backend, device } from "./tensorflow/backend/backend.ts";
export { groupedConvolution } from "./tensorflow/operations/grouped_convolution.ts";
export { blockDiagonal, type ConvolutionSteps } from "./tensorflow/operations/grouped_convolution.ts";
export { randomTensor } from "./tensorflow/backend/random_tensors.ts";
export { articleNetwork, type ArticleNetworkOptions } from "./network/model/article_network.ts";
export {
  buildNetwork,
  type BuiltNetwork,
  type NetworkFunction,
  type NetworkSettings,
} from "./network/model/build_network.ts";
export { fastForm } from "./network/model/fast_form.ts";
export { groupedConv2d, type GroupedConvOptions } from "./network/model/grouped_convolution_layer.ts";
export { middleWidths } from "./network/model/middle_widths.ts";
export { resnext, type ResnextOptions } from "./network/model/resnext.ts";
export { articleStages, type BuiltStage, builtStages, type Stage } from "./network/model/resnext_stages.ts";
export { type Cost, cost, type LayerCost, layerCosts } from "./network/model/cost.ts";
export { type GroupedExample, type GroupTime, groupTimes } from "./results/metrics/group_times.ts";
export { inferenceMilliseconds, stepMilliseconds } from "./results/metrics/latency.ts";

// Training: settings, training below a cell, and studies of many trainings.
export { parameters } from "./tools/jupyter/parameters.ts";
export {
  articleSettings,
  type Checked,
  type CheckedSettings,
  checkSettings,
  type ExperimentSettings,
  type SettingName,
  type TrainingSettings,
  type ValuesOf,
} from "./settings/experiment_settings.ts";
export { type PresetName, presets, type Reading } from "./settings/presets.ts";
export { defaultEpochs, type Device } from "./tensorflow/backend/device.ts";
export { runLive } from "./show/notebook/run_live.ts";
export { study, type StudyOptions } from "./show/notebook/study.ts";
export { studyTrials, type StudyTrialsOptions } from "./results/studies/study_trials.ts";
export { gridSearch, type Range, type Value, type Vary } from "./results/studies/search_space.ts";

// Results: numbers and tables, ours and the article's.
export { articleResults } from "./results/metrics/article_results.ts";
export { type PossibleSize, possibleSizes } from "./results/metrics/article_results.ts";
export { generalizationGap, lateAccuracy, type TestedRun } from "./results/metrics/late_accuracy.ts";
export { table, type TableCell } from "./show/plots/html_table.ts";
export { deviceNote } from "./show/notebook/notes.ts";
export { sourceNote } from "./show/notebook/notes.ts";
export { classTable, resultsTable } from "./show/notebook/result_tables.ts";
export { confusionMatrices, splitComparison } from "./show/notebook/split_comparison.ts";
export { splitOverview } from "./show/notebook/split_overview.ts";
export { peopleErrors, testReliability, wrongWindows } from "./show/notebook/wrong_windows.ts";
export { personTimeline } from "./show/notebook/person_timeline.ts";
export {
  exampleTimeline,
  missedTable,
  recordingsPeoplePlot,
  recordingsPeopleTable,
  recordingsTable,
} from "./show/notebook/recording_results.ts";
export { seedPoints, studyTable } from "./show/notebook/study_results.ts";
export { choiceTable, finalTable } from "./show/notebook/by_person_choices.ts";

// Figures: each is a function of data.
export { classCounts } from "./show/plots/class_counts.ts";
export { classScoresPlot, type ClassScoresPlotOptions } from "./show/plots/class_scores_plot.ts";
export { confusionMatrixPlot, type ConfusionMatrixPlotOptions } from "./show/plots/confusion_matrix_plot.ts";
export { connectivityPlot, type ConnectivityPlotOptions } from "./show/plots/connectivity_plot.ts";
export { formsPlot, type FormsPlotOptions } from "./show/plots/forms_plot.ts";
export { kernelPlot } from "./show/plots/kernel_plot.ts";
export { peoplePlot } from "./show/plots/people_plot.ts";
export { possibleSizesPlot, type PrintedClass } from "./show/plots/possible_sizes_plot.ts";
export { ratioPlot, type SeparableRatio } from "./show/plots/ratio_plot.ts";
export { relativeCostPlot, type RelativeCostPlotOptions } from "./show/plots/relative_cost_plot.ts";
export { reliabilityPlot } from "./show/plots/reliability_plot.ts";
export { ringPicture, showPicture } from "./show/plots/picture.ts";
export { type SeedPoint, seedsPlot, type SeedsPlotOptions } from "./show/plots/seeds_plot.ts";
export { trainingCurves, type TrainingCurvesOptions } from "./show/plots/training_curves.ts";
export { transitionPlot } from "./show/plots/transition_plot.ts";
export { unitPlot } from "./show/plots/unit_plot.ts";
export { exampleRows, windowExamples } from "./show/plots/window_examples.ts";

// The article's claims, from the studies and measurements that are kept with the notebooks.
export {
  type BrowserLatency,
  type GroupTraining,
  type Measured,
  measured,
  type Measurements,
} from "./results/studies/measured.ts";
export { pointsInWords } from "./results/claims/claim.ts";
export { lengthAccuracies, type LengthAccuracy } from "./results/claims/time_claims.ts";
export { type StoredNetwork, storedNetworks } from "./results/claims/cost_claims.ts";
export { type PartsAlike, partsAlike } from "./results/claims/feature_claims.ts";
export { type BlockGradient, blockGradients, type Growth, growthRuns } from "./results/claims/growth_claims.ts";
export { type SimilarActivities, similarActivities } from "./results/claims/similarity_claim.ts";
export { byPerson, studyRuns } from "./results/claims/study_runs.ts";
export {
  type SeedDifference,
  seedDifference,
  type SeedDifferenceOptions,
  type SeedSummary,
  seedSummary,
} from "./results/metrics/seed_difference.ts";
export { claimsTable, verdictNote } from "./show/report/claim_notes.ts";

// Runs: beginning and ending one, and finding those that are kept.
export { keptRecordings, type ScoredRun } from "./results/runs/kept_recordings.ts";
export { type LoadedNetwork, loadNetwork } from "./results/runs/run_folder.ts";
export { shiftedAccuracy, type WindowsAccuracy } from "./results/runs/shifted_accuracy.ts";
export { compare, earlierRuns } from "./show/notebook/compare.ts";

// Types of what is taken and given.
export type {
  Layer,
  LayersModel,
  SymbolicTensor,
  Tensor,
  Tensor1D,
  Tensor3D,
  Tensor4D,
} from "./tensorflow/backend/tensor_types.ts";
export type { TensorFlow } from "./tensorflow/backend/tensorflow_types.ts";
export type { PublicationName } from "./data/archives/archive_sources.ts";
export type { HaptCut } from "./data/archives/hapt.ts";
export type { Cut } from "./data/signals/cut_windows.ts";
export type { DataFrame } from "./data/signals/window_frame.ts";
export type { FilterName } from "./data/signals/signal_filters.ts";
export type { DataSource } from "./data/windows/data_source.ts";
export type { ClassScore, Score, Scores } from "./results/metrics/scores.ts";
export type { Figure, PlotOptions, ScaleOptions } from "./show/plots/figure.ts";
export type { RunsOptions } from "./results/runs/list_runs.ts";
export type { RunExperimentOptions } from "./results/runs/run_experiment.ts";
export type { RunRecord } from "./results/runs/run_record.ts";
export type {
  ExampleRecording,
  MissedSegment,
  RecordingsRecord,
  Way,
  WayScores,
} from "./results/runs/score_recordings.ts";
export type { HiddenMarkovModel } from "./results/recordings/hidden_markov_model.ts";
export type { Calibration, ReliabilityBin } from "./results/metrics/calibration.ts";
export type { LabelledStretch, RecordingScores } from "./results/metrics/recording_scores.ts";
export type { Machine } from "./system/machine.ts";
export type { TrainOptions } from "./network/training/train.ts";
export type { Epoch, Execution, Trained, TrainingProgress } from "./network/training/training_progress.ts";

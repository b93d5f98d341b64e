/** Everything that notebooks import. @module */
export { backend, device } from "./backend/backend.ts";
export { activities, articleActivities } from "./data/activities.ts";
export { loadWindows } from "./data/load_windows.ts";
export { splitWindows } from "./data/split.ts";
export { windowTensors } from "./data/tensors.ts";
export { articleNetwork } from "./model/article_network.ts";
export { cost, layerCosts } from "./model/cost.ts";
export { trainLive } from "./notebook/train_live.ts";
export { deviceNote, sourceNote } from "./notebook/notes.ts";
export { parameters } from "./notebook/parameters.ts";
export { table } from "./notebook/table.ts";
export { classCounts } from "./plots/class_counts.ts";
export { classScoresPlot } from "./plots/class_scores_plot.ts";
export { confusionMatrixPlot } from "./plots/confusion_matrix_plot.ts";
export { trainingCurves } from "./plots/training_curves.ts";
export { exampleRows, windowExamples } from "./plots/window_examples.ts";
export { finishRun } from "./runs/finish_run.ts";
export { articleSettings, checkSettings, defaultEpochs } from "./runs/settings.ts";

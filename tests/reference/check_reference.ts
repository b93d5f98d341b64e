import type {
  LayersModel,
  Scalar,
  Tensor,
  Tensor2D,
  Tensor4D,
  Variable,
} from "../../lib/tensorflow/backend/tensor_types.ts";
import { backend } from "../../lib/tensorflow/backend/backend.ts";
import { GraphTraining } from "../../lib/tensorflow/graph/graph_training.ts";
import { articleNetwork } from "../../lib/network/model/article_network.ts";
import { buildNetwork } from "../../lib/network/model/build_network.ts";
import { checkSettings } from "../../lib/settings/experiment_settings.ts";
import { trainingOf, variables } from "../../lib/network/training/steps.ts";
import { pytorchLocations, setPytorchWeights } from "./pytorch_weights.ts";

const tf = await backend();

/**
 * Values of the article's network from another implementation: the format of tests/reference/article_network.json.
 */
export interface Reference {
  phase: number;
  labels: number[];
  /** Number of groups, if it is of notebooks/networks/resnext.ts. */
  groups?: number;
  parameters: { name: string; shape: number[]; scale: number; offset: number }[];
  parameter_count: number;
  train_mode: {
    logits: number[][];
    loss: number;
    gradient_l2: Record<string, number>;
    running_mean_l2: Record<string, number>;
    running_var_l2: Record<string, number>;
  };
  eval_mode_after_one_forward: { logits: number[][] };
  "adam_lr_0.0005": { loss_before_each_step: number[] };
}

/** The largest error of one kind of value. */
export interface ReferenceCheck {
  value: string;
  /** The largest error, absolute or relative as `bound` says. */
  error: number;
  bound: number;
  kind: "absolute" | "relative";
  /** Where it is largest. */
  at: string;
  passed: boolean;
}

const smallestGradient = 1e-6;

/**
 * Rebuilds the weights and the input of a reference, runs the network and compares: parameters, logits, loss, norms of
 * all gradients, running statistics, logits in evaluation mode, and the losses of Adam steps.
 *
 * Throws if the reference's parameters are not those of the article's network.
 */
export async function checkReference(reference: Reference): Promise<ReferenceCheck[]> {
  const before = tf.memory().numTensors;
  const { groups: cardinality } = reference;
  const resnext = cardinality && checkSettings({ network: "resnext", cardinality });
  const model = resnext ? (await buildNetwork(resnext)).model : articleNetwork();
  const input = referenceInput(reference);
  const labels = tf.tidy(() => tf.oneHot(tf.tensor1d(reference.labels, "int32"), 6) as Tensor2D);
  const checks: ReferenceCheck[] = [];
  try {
    loadReferenceWeights(model, reference);
    const count = model.countParams() - untrained(model);
    checks.push(compare("parameters", "absolute", 0, [["count", count, reference.parameter_count]]));
    checks.push(...await checkTraining(model, reference, input, labels));
    checks.push(await checkEvaluation(model, reference, input));
    loadReferenceWeights(model, reference);
    checks.push(await checkAdam(model, reference, input));
  } finally {
    tf.dispose([input, labels]);
    model.dispose();
  }
  const leaked = tf.memory().numTensors - before;
  if (leaked !== 0) throw new Error(`Checking the reference left ${leaked} tensors in memory.`);
  return checks;
}

/** Values by the reference's formula: offset + scale * sin(0.7 i + 1.3 p + phase). */
function formula(size: number, position: number, phase: number, scale: number, offset: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => offset + scale * Math.sin(0.7 * i + 1.3 * position + phase));
}

function loadReferenceWeights(model: LayersModel, { parameters, phase }: Reference): void {
  const position = new Map(parameters.map(({ name }, index) => [name, index]));
  setPytorchWeights(model, parameters.map(({ name }) => name), (name) => {
    const index = position.get(name)!;
    const { shape, scale, offset } = parameters[index];
    return formula(shape.reduce((a, b) => a * b, 1), index, phase, scale, offset);
  });
}

/** The input is [batch, channel, time, sensor] with one channel, so its values are already in our order. */
function referenceInput({ parameters, phase, labels }: Reference): Tensor4D {
  const shape: [number, number, number, number] = [labels.length, 128, 9, 1];
  return tf.tensor4d(Float32Array.from(formula(labels.length * 128 * 9, parameters.length, phase, 1, 0)), shape);
}

function untrained(model: LayersModel): number {
  return model.nonTrainableWeights.reduce((sum, weight) => sum + weight.shape.reduce((a, b) => a! * b!, 1)!, 0);
}

async function checkTraining(
  model: LayersModel,
  reference: Reference,
  input: Tensor4D,
  labels: Tensor2D,
): Promise<ReferenceCheck[]> {
  const expected = reference.train_mode;
  const { logits, loss, grads } = tf.tidy(() => {
    let logits!: Tensor2D;
    const { value, grads } = tf.variableGrads(() => {
      logits = tf.keep(model.apply(input, { training: true }) as Tensor2D);
      return tf.losses.softmaxCrossEntropy(labels, logits) as Scalar;
    }, variables(model.trainableWeights));
    return { logits, loss: value, grads };
  });
  const locations = pytorchLocations(model);
  const norm = async (name: string, tensorOf: (weight: Variable) => Tensor | undefined): Promise<number> => {
    const { weight, begin, size } = locations.get(name)!;
    const tensor = tensorOf(weight);
    if (!tensor) return 0;
    const norm = tf.tidy(() => tensor.slice(begin, size).norm());
    const [value] = await norm.data();
    norm.dispose();
    return value;
  };
  const rows = (values: Record<string, number>, tensorOf: (weight: Variable) => Tensor | undefined) => {
    const row = async ([name, value]: [string, number]): Promise<Row> => [name, await norm(name, tensorOf), value];
    return Promise.all(Object.entries(values).map(row));
  };
  const gradients = await rows(expected.gradient_l2, (weight) => grads[weight.name]);
  const statistics = await rows({ ...expected.running_mean_l2, ...expected.running_var_l2 }, (weight) => weight);
  // The scale of one channel: the normalisation behind it takes it out again, but for its epsilon.
  const scales = reference.parameters.filter(({ shape }) => shape.length === 4 && shape.slice(1).every((n) => n === 1));
  const rounded = new Set(scales.map(({ name }) => name));
  const zero = ([name, , norm]: Row) => norm < smallestGradient || rounded.has(name);
  const checks = [
    compare("logits", "absolute", 2e-3, elements(await logits.array(), expected.logits)),
    compare("loss", "relative", 1e-4, [["loss", (await loss.data())[0], expected.loss]]),
    compare("gradient norms", "relative", 1e-2, gradients.filter((row) => !zero(row))),
    compare("gradient norms, zero in theory", "absolute", rounded.size > 0 ? 1e-2 : 1e-4, gradients.filter(zero)),
    compare("running statistics", "relative", 1e-4, statistics),
  ];
  tf.dispose([logits, loss, grads]);
  return checks;
}

async function checkEvaluation(model: LayersModel, reference: Reference, input: Tensor4D): Promise<ReferenceCheck> {
  const logits = tf.tidy(() => model.apply(input, { training: false }) as Tensor2D);
  const rows = elements(await logits.array(), reference.eval_mode_after_one_forward.logits);
  logits.dispose();
  return compare("logits, evaluation mode", "absolute", 2e-3, rows);
}

/** Takes the steps that training takes: as a graph if the backend has graphs. */
async function checkAdam(model: LayersModel, reference: Reference, input: Tensor4D): Promise<ReferenceCheck> {
  const labels = tf.tensor1d(reference.labels, "int32");
  const rows = Int32Array.from(reference.labels, (_, row) => row);
  const training = trainingOf(model, [input, labels]);
  const steps = await GraphTraining.create({ ...training, rows });
  const losses: Row[] = [];
  for (const [step, expected] of reference["adam_lr_0.0005"].loss_before_each_step.slice(0, 2).entries()) {
    const [loss] = await steps.step(rows, 0.0005);
    losses.push([`step ${step + 1}`, loss, expected]);
  }
  steps.dispose();
  labels.dispose();
  return compare("losses of Adam steps", "relative", 1e-2, losses);
}

/** A name, our value and the reference's. */
type Row = [name: string, actual: number, expected: number];

function elements(actual: number[][], expected: number[][]): Row[] {
  return expected.flatMap((row, i) => row.map((value, j): Row => [`window ${i}, class ${j}`, actual[i][j], value]));
}

function compare(value: string, kind: ReferenceCheck["kind"], bound: number, rows: Row[]): ReferenceCheck {
  let worst = { error: 0, at: rows[0]?.[0] ?? "" };
  for (const [at, actual, expected] of rows) {
    const absolute = Math.abs(actual - expected);
    const error = kind === "relative" ? absolute / Math.abs(expected) : absolute;
    if (!(error <= worst.error)) worst = { error, at };
  }
  return { value, kind, bound, ...worst, passed: worst.error <= bound };
}

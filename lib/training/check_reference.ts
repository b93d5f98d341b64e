import type { LayersModel, Scalar, Tensor, Tensor2D, Tensor4D, Variable } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";
import { articleNetwork } from "../model/article_network.ts";
import { variables } from "./training_of.ts";
import { pytorchLocations, setPytorchWeights } from "../model/pytorch_weights.ts";

const tf = await backend();

/** Values of the article's network from another implementation: the format of ../shared/reference/article-network.json. */
export interface Reference {
  phase: number;
  labels: number[];
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
export function checkReference(reference: Reference): ReferenceCheck[] {
  const before = tf.memory().numTensors;
  const model = articleNetwork();
  const input = referenceInput(reference);
  const labels = tf.tidy(() => tf.oneHot(tf.tensor1d(reference.labels, "int32"), 6) as Tensor2D);
  const checks: ReferenceCheck[] = [];
  try {
    loadReferenceWeights(model, reference);
    checks.push(
      compare("parameters", "absolute", 0, [[
        "count",
        model.countParams() - untrained(model),
        reference.parameter_count,
      ]]),
    );
    checks.push(...checkTraining(model, reference, input, labels));
    checks.push(checkEvaluation(model, reference, input));
    loadReferenceWeights(model, reference);
    checks.push(checkAdam(model, reference, input, labels));
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

function forward(model: LayersModel, input: Tensor4D, labels: Tensor2D): { logits: Tensor2D; loss: Scalar } {
  const logits = model.apply(input, { training: true }) as Tensor2D;
  return { logits, loss: tf.losses.softmaxCrossEntropy(labels, logits) as Scalar };
}

function checkTraining(model: LayersModel, reference: Reference, input: Tensor4D, labels: Tensor2D): ReferenceCheck[] {
  let logits: number[][] = [];
  const { value, grads } = tf.variableGrads(() => {
    const result = forward(model, input, labels);
    logits = result.logits.arraySync();
    return result.loss;
  }, variables(model.trainableWeights));
  const expected = reference.train_mode;
  const locations = pytorchLocations(model);
  const norm = (name: string, tensorOf: (weight: Variable) => Tensor | undefined): number => {
    const { weight, begin, size } = locations.get(name)!;
    return tf.tidy(() => tensorOf(weight)?.slice(begin, size).norm().dataSync()[0] ?? 0);
  };
  const gradients = Object.entries(expected.gradient_l2)
    .map(([name, value]): Row => [name, norm(name, (weight) => grads[weight.name]), value]);
  const statistics = Object.entries({ ...expected.running_mean_l2, ...expected.running_var_l2 })
    .map(([name, value]): Row => [name, norm(name, (weight) => weight), value]);
  const zero = ([, , norm]: Row) => norm < smallestGradient;
  const loss = value.dataSync()[0];
  tf.dispose([value, grads]);
  return [
    compare("logits", "absolute", 2e-3, elements(logits, expected.logits)),
    compare("loss", "relative", 1e-4, [["loss", loss, expected.loss]]),
    compare("gradient norms", "relative", 1e-2, gradients.filter((row) => !zero(row))),
    compare("gradient norms, zero in theory", "absolute", 1e-4, gradients.filter(zero)),
    compare("running statistics", "relative", 1e-4, statistics),
  ];
}

function checkEvaluation(model: LayersModel, reference: Reference, input: Tensor4D): ReferenceCheck {
  const logits = tf.tidy(() => (model.apply(input, { training: false }) as Tensor2D).arraySync());
  return compare(
    "logits, evaluation mode",
    "absolute",
    2e-3,
    elements(logits, reference.eval_mode_after_one_forward.logits),
  );
}

function checkAdam(model: LayersModel, reference: Reference, input: Tensor4D, labels: Tensor2D): ReferenceCheck {
  const optimizer = tf.train.adam(0.0005, 0.9, 0.999, 1e-8);
  const weights = variables(model.trainableWeights);
  const losses = reference["adam_lr_0.0005"].loss_before_each_step.slice(0, 2).map((expected, step): Row => {
    const loss = optimizer.minimize(() => forward(model, input, labels).loss, true, weights)!;
    const actual = loss.dataSync()[0];
    loss.dispose();
    return [`step ${step + 1}`, actual, expected];
  });
  optimizer.dispose();
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

#!/bin/sh
# Packs this checkout for a machine with an NVIDIA GPU that nothing can be installed on.
#
# Usage: deno task setup --device cuda && tests/gpu/pack.sh ARCHITECTURE FOLDER
#
# ARCHITECTURE is that of the GPU, such as 90 for an H100 or H200: code for others is left out. FOLDER gets parts of at
# most 60 MB. There: cat part-* | xz -d | tar x, then data/setup/deno run -A tests/gpu/measure.ts RESULTS PYTHON.
set -eu
architecture=$1 folder=$(mkdir -p "$2" && cd "$2" && pwd)
cd "$(dirname "$0")/../.."
staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT

libraries=$(cd data/setup && ls -d tensorflow-*-cuda)
mkdir -p "$staging/data/setup/$libraries" "$staging/data/cache"
for library in tensorflow/*.so.2 nvidia/cublas/lib/libcublas.so.12 nvidia/cublas/lib/libcublasLt.so.12 \
  nvidia/cuda_cupti/lib/libcupti.so.12 nvidia/cuda_nvcc/bin/ptxas nvidia/cuda_nvcc/nvvm/libdevice \
  nvidia/cuda_nvrtc/lib/libnvrtc.so.12 nvidia/cuda_nvrtc/lib/libnvrtc-builtins.so.12.? nvidia/cuda_runtime/lib \
  nvidia/cudnn/lib nvidia/cusolver/lib/libcusolver.so.11 nvidia/cusparse/lib nvidia/nvjitlink/lib; do
  (cd "data/setup/$libraries" && tar c $library) | tar x -C "$staging/data/setup/$libraries"
done
# Of these TensorFlow wants to see that they are there; nothing here transforms or talks to other GPUs.
for library in cufft/lib/libcufft.so.11 nccl/lib/libnccl.so.2; do
  mkdir -p "$staging/data/setup/$libraries/nvidia/$(dirname "$library")"
  cc -shared -x c /dev/null -o "$staging/data/setup/$libraries/nvidia/$library"
done
find "$staging" -name '*.so*' -type f -exec strip --strip-unneeded {} + 2> /dev/null || true
find "$staging" -name '*.so*' -type f -exec python3 tests/gpu/keep_one_gpu.py "$architecture" {} +

cp -RL data/setup/deno "$staging/data/setup/"
cp -R data/setup/binding-* "$staging/data/setup/"
cp data/cache/*-128-64-official-false-0-*.parquet data/cache/*-128-64-official-false-0-*.json "$staging/data/cache/"
tar c --exclude='*.map' --exclude='*.min.js' --exclude='*.d.ts' --exclude='*-musl*' --exclude='playwright-core*' \
  deno.json deno.lock lib tests/gpu notebooks/kept node_modules | tar x -C "$staging"

tar c -C "$staging" . | xz -6 -T0 | split -b 60000000 - "$folder/part-"
ls -l "$folder"

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "prediction_state" AS ENUM ('queued', 'running', 'succeeded', 'failed', 'canceled');

-- CreateEnum
CREATE TYPE "prediction_source" AS ENUM ('api', 'web');

-- CreateTable
CREATE TABLE "models" (
    "id" UUID NOT NULL,
    "owner" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "latest_version_id" CHAR(64),

    CONSTRAINT "models_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "versions" (
    "id" CHAR(64) NOT NULL,
    "model_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "definition" JSONB NOT NULL,
    "example" JSONB NOT NULL,
    "example_id" TEXT,

    CONSTRAINT "versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "predictions" (
    "id" TEXT NOT NULL,
    "model_id" UUID NOT NULL,
    "version_id" CHAR(64) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "source" "prediction_source" NOT NULL,
    "visitor" TEXT,
    "state" "prediction_state" NOT NULL DEFAULT 'queued',
    "worker" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "cancel_requested" BOOLEAN NOT NULL DEFAULT false,
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "waited_ms" DOUBLE PRECISION,
    "first_token_ms" DOUBLE PRECISION,
    "prompt_ms" DOUBLE PRECISION,
    "decode_ms" DOUBLE PRECISION,
    "predict_ms" DOUBLE PRECISION,
    "error" TEXT,
    "error_code" TEXT,
    "finish_reason" TEXT,
    "seed" BIGINT NOT NULL,
    "tokens_in" INTEGER,
    "tokens_out" INTEGER,
    "tokens_cached" INTEGER,
    "input_sha" CHAR(64) NOT NULL,
    "output_sha" CHAR(64),
    "input_preview" TEXT NOT NULL,
    "output_preview" TEXT,
    "environment_id" CHAR(64),

    CONSTRAINT "predictions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prediction_payloads" (
    "prediction_id" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "chunks" JSONB NOT NULL DEFAULT '[]',
    "sampling" JSONB NOT NULL,
    "prompt" JSONB NOT NULL,
    "prompt_tokens" BYTEA,
    "output_tokens" BYTEA,
    "constraint_sha" CHAR(64),
    "dropped" JSONB NOT NULL DEFAULT '[]',
    "violations" JSONB NOT NULL DEFAULT '[]',
    "logs" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "prediction_payloads_pkey" PRIMARY KEY ("prediction_id")
);

-- CreateTable
CREATE TABLE "environments" (
    "id" CHAR(64) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "facts" JSONB NOT NULL,

    CONSTRAINT "environments_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "models_latest_version_id_key" ON "models"("latest_version_id");

-- CreateIndex
CREATE UNIQUE INDEX "models_owner_name_key" ON "models"("owner", "name");

-- CreateIndex
CREATE UNIQUE INDEX "versions_example_id_key" ON "versions"("example_id");

-- CreateIndex
CREATE INDEX "versions_model_id_created_at_idx" ON "versions"("model_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "predictions_created_at_id_idx" ON "predictions"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "predictions_model_id_created_at_id_idx" ON "predictions"("model_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "predictions_version_id_completed_at_idx" ON "predictions"("version_id", "completed_at" DESC);

-- AddForeignKey
ALTER TABLE "models" ADD CONSTRAINT "models_latest_version_id_fkey" FOREIGN KEY ("latest_version_id") REFERENCES "versions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "versions" ADD CONSTRAINT "versions_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "predictions" ADD CONSTRAINT "predictions_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "predictions" ADD CONSTRAINT "predictions_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "versions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "predictions" ADD CONSTRAINT "predictions_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prediction_payloads" ADD CONSTRAINT "prediction_payloads_prediction_id_fkey" FOREIGN KEY ("prediction_id") REFERENCES "predictions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the queue looks at: only ever a few rows. Partial indexes have no place in schema.prisma.
CREATE INDEX "predictions_unfinished" ON "predictions" ("created_at", "id") WHERE "state" IN ('queued', 'running');
CREATE INDEX "predictions_visitor" ON "predictions" ("visitor", "created_at" DESC, "id" DESC) WHERE "visitor" IS NOT NULL;

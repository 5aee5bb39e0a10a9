-- AlterTable
ALTER TABLE "predictions" ADD COLUMN     "has_violations" BOOLEAN NOT NULL DEFAULT false;

UPDATE "predictions" p SET "has_violations" = true
FROM "prediction_payloads" l WHERE l."prediction_id" = p."id" AND l."violations" <> '[]';

-- CreateIndex
CREATE INDEX "predictions_model_id_state_created_at_id_idx" ON "predictions"("model_id", "state", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "predictions_model_id_source_created_at_id_idx" ON "predictions"("model_id", "source", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "predictions_version_id_created_at_id_idx" ON "predictions"("version_id", "created_at" DESC, "id" DESC);

-- The outputs that broke their rules: hopefully few. Partial indexes have no place in schema.prisma.
CREATE INDEX "predictions_violating" ON "predictions" ("model_id", "created_at" DESC, "id" DESC) WHERE "has_violations";

-- For words that are too rare to be met by reading backwards. It holds what has ended, so that a row enters it once. A
-- database without this extension searches by reading backwards alone.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX "predictions_text" ON "predictions"
        USING gin (("input_preview" || E'\n' || COALESCE("output_preview", '')) gin_trgm_ops)
        WHERE "state" IN ('succeeded', 'failed', 'canceled');
EXCEPTION
    WHEN undefined_file OR feature_not_supported OR insufficient_privilege OR undefined_object THEN
        RAISE NOTICE 'no pg_trgm: %', SQLERRM;
END
$$;

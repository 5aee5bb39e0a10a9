-- AlterTable
ALTER TABLE "predictions" ADD COLUMN     "has_violations" BOOLEAN NOT NULL DEFAULT false;

UPDATE "predictions" p SET "has_violations" = true
FROM "prediction_payloads" l WHERE l."prediction_id" = p."id" AND l."violations" <> '[]';

-- The log's indexes, one for each of its filters. They sort NULLS LAST, which changes nothing in columns without nulls, so
-- that no other index has the order that the log asks for: PostgreSQL would at times read that of all models' predictions
-- and skip the others', which has no end where a model has been quiet. schema.prisma has no words for this.
DROP INDEX "predictions_model_id_created_at_id_idx";
CREATE INDEX "predictions_log" ON "predictions"
    ("model_id", "created_at" DESC NULLS LAST, "id" DESC NULLS LAST);
CREATE INDEX "predictions_log_state" ON "predictions"
    ("model_id", "state", "created_at" DESC NULLS LAST, "id" DESC NULLS LAST);
CREATE INDEX "predictions_log_source" ON "predictions"
    ("model_id", "source", "created_at" DESC NULLS LAST, "id" DESC NULLS LAST);
CREATE INDEX "predictions_log_version" ON "predictions"
    ("version_id", "created_at" DESC NULLS LAST, "id" DESC NULLS LAST);
CREATE INDEX "predictions_log_violations" ON "predictions"
    ("model_id", "created_at" DESC NULLS LAST, "id" DESC NULLS LAST) WHERE "has_violations";

-- For words that are too rare to be met by reading backwards. It holds what has ended, so that a row enters it once. A
-- database without this extension searches by reading backwards alone.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX "predictions_log_text" ON "predictions"
        USING gin (("input_preview" || E'\n' || COALESCE("output_preview", '')) gin_trgm_ops)
        WHERE "state" IN ('succeeded', 'failed', 'canceled');
EXCEPTION
    WHEN undefined_file OR feature_not_supported OR insufficient_privilege OR undefined_object THEN
        RAISE NOTICE 'no pg_trgm: %', SQLERRM;
END
$$;

-- AlterTable
ALTER TABLE "idempotency_keys" ADD COLUMN     "answer" JSONB,
ALTER COLUMN "prediction_id" DROP NOT NULL;

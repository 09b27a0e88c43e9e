/** Every action that there is. */
export const ACTION_NAMES = [
  'step_functions',
  'sagemaker_pipeline',
  'lambda',
  'lambda_concurrency',
  'lambda_memory',
  'lambda_rollback',
  'webhook',
  'codedeploy_rollback',
  'ecs_capacity',
  'ecs_rollback',
  'autoscaling_capacity',
  'lambda_traffic',
  'sagemaker_traffic',
  'feature_flag',
  'ssm_automation',
  'codepipeline',
] as const;

export type ActionName = (typeof ACTION_NAMES)[number];

#!/bin/sh
# Steers an AWS target group for swiftplay's driver `command` (docs/balancers.md), with the aws command line.
#
#   aws-target-group.sh status|drain|enable
#
# SWIFTPLAY_BACKEND is the target group's ARN, SWIFTPLAY_SERVER the target: an instance's id or an address. Credentials
# and region are those that the aws command line finds by itself.
set -eu

group=$SWIFTPLAY_BACKEND
target=Id=$SWIFTPLAY_SERVER

case ${1:-} in
  status)
    health=$(aws elbv2 describe-target-health --target-group-arn "$group" --targets "$target" \
      --query 'TargetHealthDescriptions[0].TargetHealth.State' --output text)
    # shellcheck disable=SC2016 # JMESPath's own quotes
    healthy=$(aws elbv2 describe-target-health --target-group-arn "$group" \
      --query 'length(TargetHealthDescriptions[?TargetHealth.State==`healthy`])' --output text)
    case $health in
      healthy) printf '{"state": "ready", "sessions": 0, "up": true, "others": %d}\n' $((healthy - 1)) ;;
      initial | unhealthy | unavailable) echo '{"state": "ready", "sessions": 0, "up": false}' ;;
      # It stays `draining` for the whole deregistration delay of the group, and is `unused` after that.
      draining) echo '{"state": "drain", "sessions": 1, "up": false}' ;;
      unused) echo '{"state": "drain", "sessions": 0, "up": false}' ;;
      *) echo "the target's health is '$health'" >&2; exit 1 ;;
    esac
    ;;
  drain) aws elbv2 deregister-targets --target-group-arn "$group" --targets "$target" ;;
  enable) aws elbv2 register-targets --target-group-arn "$group" --targets "$target" ;;
  *) echo "usage: aws-target-group.sh status|drain|enable" >&2; exit 64 ;;
esac

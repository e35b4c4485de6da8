#!/bin/sh
case "$1" in
  --list) echo '{"web": {"hosts": ["w1", "w2", "w3"]}}' ;;
  --host)
    case "$2" in
      w1) echo '{"name": "first"}' ;;
      w2) echo '{}' ;;
      *) ;;
    esac ;;
esac
